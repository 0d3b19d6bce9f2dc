"""Small made-up files in the layouts that readers document; every column of each layout is filled somewhere."""

from __future__ import annotations

DRAWDOWNS = """\
date,authority,usd_max,source_path
2021-08-27,506(a)(1),60000000,a.md
2022-02-25,506(a)(1),350000000,b.md
2022-02-25,614(a)(1),250000000,b.md
2022-02-25,614(a)(1),,b.md
"""

KIEL = """\
activity_id,donor,announcement_date,measure,aid_type_general,aid_type_specific,explanation,item,item_numb,\
item_numb_deliv,tot_activity_value_EUR,tot_value_deliv_EUR,reporting_currency,source_1
AAA1,Alphaland,2/25/2022,Allocation,Military,Equipment,Trucks for the front,Truck,40,30,2000000,1500000,EUR,x
AAA2,Alphaland,3/1/2022,Commitment,Humanitarian,Shelter,Tents,Tent,500,,100000,,EUR,x
BBB1,Betaland,2022-03-02,Rumour,Humanitarian,Shelter,Blankets,Blanket,,,50000,,EUR,x
"""

KIEL_WHOLE = """\
activity_id,sub_activity_id,donor,announcement_date,month,month_exists_dummy,measure,aid_type_general,aid_type_specific,\
explanation,item_type,item,item_numb,item_numb_deliv,item_price_USD,item_value_estimate_USD,item_value_estimate_deliv_USD,\
reporting_currency,source_reported_value,tot_activity_value,tot_activity_value_EUR,tot_sub_activity_value,\
tot_sub_activity_value_EUR,tot_sub_activity_value_EUR_redistr,tot_value_deliv_EUR
AAA1,AAA1_1,Alphaland,2022-02-25,2,1,Allocation,Military,Equipment,Trucks and tents,Vehicle,Truck,40,30,1000,40000,\
30000,USD,1100000,1100000,1000000,660000,600000,700000,300000
AAA1,AAA1_2,Alphaland,2022-02-25,2,1,Allocation,Military,Equipment,Trucks and tents,Shelter,Tent,500,.,No price,.,.,\
USD,.,.,.,330000,300000,200000,.
AAA2,AAA2_1,Alphaland,2022-04-01,4,1,Commitment,Financial,Loan,A loan,.,.,.,.,.,.,.,EUR,5000000,5000000,5000000,.,0,0,.
BBB1,BBB1_1,Betaland,2022-05-01,5,1,Allocation,Humanitarian,Shelter,Blankets,Shelter,Blanket,.,.,.,.,.,\
EUR,90000,90000,90000,90000,80000,,.
"""

UNLOCODE = """\
Change,Country,Location,Name,NameWoDiacritics,Subdivision,Status,Function,Date,IATA,Coordinates,Remarks
,SS,,.SOUTH SUDAN,,,,,,,,
,SS,JUB,Juba,Juba,,AI,--34----,0601,,0451N 03137E,
,MZ,BEW,Beira,Beira,S,AI,1-34----,0601,,1950S 03450E,port
X,MZ,OLD,Old Town,Old Town,,RL,--3-----,0601,,,
,MZ,NOW,Nowhere,Nowhere,,RL,--3-----,0601,NWH,here,
"""

PCODES = """\
ADM0_PCODE,ADM0_EN,ADM1_PCODE,ADM1_EN,ADM2_PCODE,ADM2_EN,ADM3_PCODE,ADM3_EN,ADM4_PCODE,ADM4_EN,location_code,\
admin_level,center_lat,center_lon,AREA_SQKM,date,validTo
MZ,Mozambique,MZ05,Sofala,MZ0502,Beira,,,,,MOZ,2,-19.84,34.84,630,2019-06-07,
MZ,Mozambique,MZ05,Sofala,MZ0503,Dondo,MZ050301,Dondo,MZ05030101,Dondo,MOZ,4,-19.61,34.74,20,2019-06-07,
MZ,Mozambique,MZ06,Manica,,,,,,,MOZ,1,,,62000,2019-06-07,
MZ,Mozambique,MZ05,Sofala,MZ0503,Dondo,MZ050302,Savane,,,MOZ,3,-19.5,34.8,40,2019-06-07,
MZ,Mozambique,,,,,,,,,MOZ,0,-18.1,35.3,,2019-06-07,
,,,,,,,,,,MOZ,0,,,,,
"""

AIRPORTS = """\
id,ident,type,name,latitude_deg,longitude_deg,elevation_ft,continent,iso_country,iso_region,municipality,\
scheduled_service,gps_code,iata_code,local_code,home_link,wikipedia_link,keywords
1,EPRZ,medium_airport,Rzeszow-Jasionka Airport,50.11,22.019,675,EU,PL,PL-PK,Jasionka,yes,EPRZ,RZE,,,,
2,HSSJ,large_airport,Juba International Airport,4.872,31.601,1513,AF,SS,SS-17,Juba,yes,HJJJ,JUB,,,,
3,OLD1,closed,Old Field,1.0,2.0,10,AF,SS,SS-17,Juba,no,,,,,,
4,BAD1,small_airport,No Position,,2.0,10,AF,SS,SS-17,Juba,no,,,,,,
"""

RUNWAYS = """\
"id","airport_ref","airport_ident","length_ft","width_ft","surface","lighted","closed","le_ident","le_latitude_deg",\
"le_longitude_deg","le_elevation_ft","le_heading_degT","le_displaced_threshold_ft","he_ident","he_latitude_deg",\
"he_longitude_deg","he_elevation_ft","he_heading_degT","he_displaced_threshold_ft"
1,2,"EPRZ",10499,148,"ASP",1,0,"09",,,,,,"27",,,,,
2,2,"EPRZ",12000,148,"ASP",1,1,"09",,,,,,"27",,,,,
3,2,"EPRZ",2900,148,"GRS",1,0,"10",,,,,,"28",,,,,
4,3,"ETAR",9300,148,"CON",1,0,"08",,,,,,"26",,,,,
5,3,"ETAR",long,148,"CON",1,0,"08",,,,,,"26",,,,,
"""

TPFDD = """\
ULN,CIN,PIN,ULN/CIN/PIN,level,description,UTC,cargo category code,service,origin,origin ICAO,POE,POE ICAO,POD,POD ICAO,\
destination,destination ICAO,RLD,ALD,EAD,LAD,RDD,CRD,priority,mode,PAX,total (st),STONS,bulk (st),oversize (st),\
outsize (st),NAT (st),MTON,square feet,item,pieces,weight each (lb),length,width,height,Remarks for nobody
U001,,,,I,HQ,ABCDE,,A,,KCHS,,KDOV,,ETAR,,EPRZ,C-002,C+000,C+003,C+005,C+006,,1,A,25,50,,,,,,100,,,,,,,,
,C002,,,II,Ammunition,,R2D,A,Depot One,,Port,,POD1,,Camp,,C+000,C+001,C+002,C+004,,C+005,2,A,,,,20,10,5,3,,,,,,,,,
,,P003,,,People,,,A,,,Port,,POD1,,Camp,,,041200ZMAR22,,,,,3,S,10,,,,,,,,,,,,,,,
,,P006,,,People,,,A,,KMIA,,,,LEMO,,,,,,,,,3,A,10,,,,,,,,,,,,,,,
U007,,,,III,Vans,,R2D,A,Depot One,,,,POD1,,,,,,,,,,5,A,,,8,,,,,,,,,,,,,
U004,,,,IV,Trucks,,A1A,A,Depot One,,,,POD1,,,,,C+001,,,,,4,,,,,,,,,,400,Truck 5 t,4,22000,280,96,112,
,,,L005,I,Stores,,,A,Depot One,,,,POD1,,,,,soon,,,,,5,A,,,12,,,,,,,,,,,,,
,,,,,,,,,,,,,,,Camp,,,,,,,,1,A,5,,,,,,,,,,,,,,,
"""

SRF = """\
Logistics Cluster,,,,,,,
SRF tracking number,MOZ-0042,,,,,,
Requesting organization:,Relief Now,,,,,,
FROM (Town/City Name):,Johannesburg,FROM (Office/Facility Name),LC Warehouse,,,,
TO (Town/City Name):,Beira,TO (Office/Facility Name),Airport store,TO (Lat./Long.),"-19.80, 34.91",,
Ready to Load (date):,09/03/2026,Requested date,2026-03-14,,,,
Stamp of the office,signed,,,,,,
Item category,Line item,Description,Inventory units,,Handling units,,Total weight (kg),Total volume (m³),\
Special handling
,,,Quantity,Unit type,Quantity,Unit type,,,
Shelter,1,Family tent,200,Each,100,Bale,11000,40,none
WASH,2,Chlorine,1000,Bulk (kg),,,1000,2,DG
Health,3,Kit without a weight,5,Each,5,Box,,1,
"""

SRF_FLAT = """\
Consignment;Organisation;From;From facility;From lat long;To;To facility;To lat long;Ready to load;Requested date;Line;\
Category;Description;IU quantity;IU type;HU quantity;HU type;Weight (t);Volume (m3);Special handling
R1;Relief Now;Nairobi;Store;-1.3 36.8;Juba;Store;4.87 31.6;2026-03-09;2026-03-12;1;Food;Biscuits;2000;Each;50;Box;\
4;9;none
R1;Relief Now;Nairobi;;;Malakal;;;2026-03-09;;2;Food;Oil;20;Each;;;0.4;;none
"""

IATI_CSV = """\
iati-identifier,title,reporting-org,transaction_provider-org,transaction_receiver-org,transaction-type,\
transaction-date,transaction-value,transaction_value_currency,default-currency,transaction_description,\
transaction_value_value-date,recipient-country-code,humanitarian,transaction_ref
XX-1-A,Relief by air,Agency,Gamma,Beta,2,2022-03-01,1000000,USD,EUR,first,2022-03-01,MZ,1,r1
XX-1-A,Relief by air,Agency,,Beta,3,2022-03-10,400000,USD,,,,MZ,1,
XX-1-B,Tents,Agency,,Beta,2,2022-03-02,5000,,EUR,,,MZ,1,
XX-1-B,Tents,Agency,,Beta,12,2022-02-02,6000,,EUR,,,MZ,1,
XX-1-B,Tents,Agency,,Beta,6,2022-03-02,5000,EUR,,,,MZ,1,
XX-1-B,Tents,Agency,,Beta,4,2022-03-02,5000,,,,,MZ,1,
"""

IATI_XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03">
 <iati-activity default-currency="EUR">
  <iati-identifier>XX-1-A</iati-identifier>
  <reporting-org ref="XX-1"><narrative>Agency</narrative></reporting-org>
  <title><narrative>Relief by air</narrative><narrative xml:lang="fr">Secours</narrative></title>
  <recipient-country code="MZ"/>
  <transaction humanitarian="1">
   <transaction-type code="2"/><transaction-date iso-date="2022-03-01"/>
   <value currency="USD" value-date="2022-03-01">1000000</value>
   <provider-org><narrative>Gamma</narrative></provider-org>
  </transaction>
  <transaction>
   <transaction-type code="3"/><transaction-date iso-date="2022-03-10"/><value>400000</value>
   <odd-thing/>
  </transaction>
 </iati-activity>
</iati-activities>
"""

HXL = """\
Made-up table,,,,,,,,,,,,,,
Row,Item,Number,Weight,Volume,From,Place,Area,Area name,Country,Ready,Wanted,Sector,Org,Remark
#meta+id,#item+name,#item+num,#item+weight+kg,#item+volume+m3,#loc+origin,#loc+name,#adm2+code,#adm2+name,#country+code,\
#date+start,#date+end,#sector,#org+impl,#comment
r1,Family tent,200,11000,40,Johannesburg,,MZ0502,Beira,MZ,2026-03-09,D+4,Shelter,Relief Now,x
r2,,,5000,,Johannesburg,Dondo,MZ0503,Dondo,MZ,D+1,,Food,Relief Now,x
r3,Nothing,,,,,Dondo,,,MZ,,,,,x
"""

HXL_PLACES = """\
Name,Latitude,Longitude,Code,Area
#loc+name,#geo+lat,#geo+lon,#adm1+code,#adm1+name
Beira,-19.84,34.84,MZ05,Sofala
,-19.1,33.4,MZ06,Manica
Nowhere,99,34.84,MZ05,Sofala
"""

HXL_FUNDS = """\
Code,Donor,Amount,Status,Date,Item
#activity+code,#org+funder,#value+usd,#status,#date,#item
F1,Gamma,250000,committed,2022-03-01,Tents
F1,Gamma,100000,Delivered,2022-03-08,Tents
F2,Delta,100000,perhaps,2022-03-08,Tents
"""

FILES: dict[str, tuple[str, ...]] = {
    "drawdowns": (DRAWDOWNS,),
    "hxl": (HXL, HXL_PLACES, HXL_FUNDS),
    "iati": (IATI_CSV, IATI_XML),
    "kiel": (KIEL, KIEL_WHOLE),
    "ourairports": (AIRPORTS, RUNWAYS),
    "pcodes": (PCODES,),
    "service-request": (SRF, SRF_FLAT),
    "tpfdd": (TPFDD,),
    "unlocode": (UNLOCODE,),
}
"""Samples by format."""
